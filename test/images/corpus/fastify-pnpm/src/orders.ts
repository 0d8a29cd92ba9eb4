export interface Order {
  id: number;
  item: string;
}

export const orders: Order[] = [{ id: 1, item: "lamp" }];
